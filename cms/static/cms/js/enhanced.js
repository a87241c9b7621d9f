/* Runs before the page is drawn: says that scripts run, so that nothing jumps. */
document.documentElement.classList.add("js");
