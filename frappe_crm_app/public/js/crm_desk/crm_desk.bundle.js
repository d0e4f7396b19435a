// What the form and list scripts of several DocTypes share, as `crm_desk` in the desk.
import "./frappe_activity";
import { write_mail } from "./composer";
import { color_of } from "../crm_shared/enums";
import { plural } from "../crm_shared/format";
import * as identity from "../identity/services";
import { add_who_can_see } from "./who_can_see";
import { add_why_rules } from "./why_rules";
import { enter_absence, show_my_absence } from "./absence";
import { add_manager_filters } from "./manager_filters";
import { ask_when_closed, close_deal, remember_stage, tell_of_kept_plans } from "./close_deal";
import { explain_closed_pages } from "./closed_pages";
import { indicator } from "./indicators";
import { say_labels } from "./labels";
import { show_as_text } from "./stored_sentences";
import { amount_column, excerpt_column, moment_column, phone_column, user_column } from "./list_cells";
import { begin_in_base_currency, suggest_currency_of_deals } from "./deal_currency";
import { show_first_hour_in_workspace } from "./first_hour";
import { add_list_numbers } from "./list_numbers";
import { add_list_strip } from "./list_strip";
import { add_note_strip } from "./note_strip";
import { add_quote_strip } from "./quote_strip";
import { watch_lists } from "./own_lists";
import { keep_columns_in_sight, sort_at_first } from "./list_columns";
import { show_rooms } from "./rooms";
import { show_my_reminders } from "./my_reminders";
import { offer_fields } from "./offered_fields";
import { offer_next_step } from "./next_step";
import { define_page } from "./own_pages";
import { mention_in_note, send_mentions } from "./note_mentions";
import { ask_before_logout, wipe_at_logout } from "./quick_log";
import { join_search_bar } from "./search_bar";
import {
	add_note_button,
	add_project_button,
	add_quote_button,
	begin_event,
	show_duplicates,
	start_project,
} from "./record_form";
import { add_thumb_bar } from "./thumb_bar";
import { show_reach_links } from "./reach_links";
import { show_titles } from "./titles";
import { watch_new_record, watch_quick_entry } from "./typed_record";
import { show_feeds } from "./calendar_feeds";
import * as calendar_time from "./calendar_time";
import { agenda } from "./agenda";
import { one_calendar } from "./one_calendar";
import * as lead_form from "./lead_form";
import { add_sync_state, services as respondio } from "./respondio";
import { add_message_button, send_message } from "./send_message";
import * as meetings from "./services/meetings";
import * as messaging from "./services/messaging";
import * as visibility from "./services/visibility";
import * as won_mail from "./services/won_mail";

join_search_bar();
wipe_at_logout();
ask_before_logout();
watch_lists();
watch_quick_entry();
suggest_currency_of_deals();
frappe.provide("crm_desk");
Object.assign(crm_desk, {
	define_page,
	add_who_can_see,
	add_why_rules,
	add_manager_filters,
	add_list_numbers,
	add_list_strip,
	add_note_strip,
	add_quote_strip,
	excerpt_column,
	begin_in_base_currency,
	keep_columns_in_sight,
	mention_in_note,
	moment_column,
	phone_column,
	sort_at_first,
	add_message_button,
	add_thumb_bar,
	add_note_button,
	add_project_button,
	add_quote_button,
	amount_column,
	ask_when_closed,
	remember_stage,
	send_mentions,
	send_message,
	tell_of_kept_plans,
	add_sync_state,
	close_deal,
	color_of,
	enter_absence,
	indicator,
	offer_fields,
	offer_next_step,
	plural,
	show_as_text,
	show_duplicates,
	show_my_absence,
	show_my_reminders,
	begin_event,
	start_project,
	user_column,
	watch_new_record,
	calendar_time,
	meetings,
	agenda,
	one_calendar,
	show_feeds,
	show_rooms,
	identity,
	lead_form,
	messaging,
	respondio,
	visibility,
	won_mail,
	write_mail,
});

say_labels();
show_titles();
show_reach_links();
show_first_hour_in_workspace();
explain_closed_pages();
