// The page of a public link says that somebody looks; everything else on it works without a script.

const SAW = "/api/method/frappe_crm_app.work.documents.sharing.api.saw";

const form = document.querySelector("#crm-document form");
if (form) navigator.sendBeacon(SAW, new URLSearchParams(new FormData(form)));
