/** Whether a key was pressed alone and not into a field, so that it may be a shortcut of the page. */
export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  return !target.isContentEditable && target.closest('input, textarea, select, [role="menu"], [role="dialog"], [role="listbox"]') === null;
}
