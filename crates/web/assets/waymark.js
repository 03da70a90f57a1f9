/* Improves pages that already work without it. Loaded as a module, so nothing runs in browsers too old for it. */
document.body.classList.add("js-enabled", "govuk-frontend-supported");
// The package's modules stand above this line in the same file; with the plain style sheet they are absent.
if (typeof initAll === "function") {
  initAll();
}
