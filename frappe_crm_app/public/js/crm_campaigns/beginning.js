// What a new campaign has from its beginning: the only sender that there is, and what an Email Template says.
import { for_mail } from "./editor_html";
import { EMAIL } from "./labels";
import * as service from "./services/campaigns";

/** Answer the fields of a new campaign by this channel; raises the refusal of a template that it cannot begin with. */
export async function beginning_of(channel, template) {
	if (channel !== EMAIL) return number_for(channel);
	const [sender, texts] = await Promise.all([sender_for(), template ? texts_of(template) : {}]);
	return { ...sender, ...texts };
}

/** Answer `{sender}` where only one account may be used. */
async function sender_for() {
	const { senders } = await service.get_choices();
	return senders.length === 1 ? { sender: senders[0].account } : {};
}

/** Answer `{provider, provider_channel}` where there is only one number; a service that does not answer keeps nobody from writing. */
async function number_for(channel) {
	const { numbers } = await service.get_message_numbers().catch(() => ({ numbers: [] }));
	const [first, ...others] = numbers.filter((each) => each.channel === channel);
	if (!first || others.length) return {};
	return { provider: first.provider, provider_channel: first.provider_channel };
}

async function texts_of(template) {
	const { subject, content, is_html } = await service.get_email_template(template);
	return { subject, content: is_html ? content : for_mail(content) };
}
