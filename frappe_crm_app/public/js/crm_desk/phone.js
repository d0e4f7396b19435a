// Whether the window is as narrow as a phone: there a list is not a table, and a calendar no grid.
export const phone = window.matchMedia("(max-width: 767px)");
