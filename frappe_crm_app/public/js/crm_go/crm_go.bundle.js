// The quick log on a phone (/crm-go).

import { App } from "./app.js";

const WORKER = "/crm-go/sw.js";
const SCOPE = "/crm-go";

if (navigator.serviceWorker) navigator.serviceWorker.register(WORKER, { scope: SCOPE }).catch(() => null);
window.crm_go = new App(document.getElementById("crm-go"));
window.crm_go.start();
