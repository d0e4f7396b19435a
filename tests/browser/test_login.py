"""The desk opens in a browser, and the page hears what happens on the server."""

import re

import frappe
from playwright.sync_api import expect


def test_a_user_sees_the_desk(browser_page, login, make_user):
	login(browser_page, make_user("System Manager"))
	browser_page.goto("/app/todo")
	expect(browser_page).to_have_title(re.compile("To ?Do"))
	expect(browser_page.get_by_role("button", name="Create your first ToDo")).to_be_visible()
	assert browser_page.errors == []


def test_the_page_hears_what_is_published(browser_page, login):
	login(browser_page, "Administrator", "admin")
	browser_page.goto("/app/todo")
	browser_page.wait_for_function("window.frappe?.realtime?.socket")
	browser_page.evaluate("frappe.realtime.on('greeting', (message) => (window.greeting = message.text))")
	browser_page.wait_for_function("frappe.realtime.socket.connected")
	frappe.publish_realtime("greeting", {"text": "hello"}, user="Administrator")
	browser_page.wait_for_function("window.greeting === 'hello'")
