// Both public pages of quotes; what is not on a page is not started.

import { start as start_quote } from "./quote.js";
import { start as start_verify } from "./verify.js";

const quote = document.getElementById("crm-quote");
const verify = document.getElementById("crm-verify");
if (quote) start_quote(quote);
if (verify) start_verify(verify);
