"""Everything about a deal on one page, inside its form.

`api.py`   the endpoint
`page.py`  stages, facts, people, next steps, files and the site's own fields, in seven statements however much there is

What other apps and later capabilities have stands below (hook `crm_deal_sections`), asked for by a request of its own. The people are
`board/deal_people.py`, steps and files are those of `customer_page/`; `public/js/crm_record/DealPage.vue` shows it (docs/deal-page.md).
"""
