// The page of a project inside its form, and the dialog that starts one with a won deal.
import { mount_in } from "../crm_record/mounting";
import ProjectPage from "./ProjectPage.vue";
import { start_project } from "./templates";

frappe.provide("frappe.crm_projects");

frappe.crm_projects.show = (frm) => mount_in(frm, "overview", ProjectPage, { frm });

frappe.crm_projects.start = start_project;
