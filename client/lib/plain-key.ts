import { isKeyInUse } from './shortcut-settings.ts';

/** Whether a key was pressed into a field or a menu, or together with others. */
export function isTypedInto(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="dialog"], [role="alertdialog"], [role="listbox"]') !== null;
}

/** Whether a key was pressed alone and not into a field, so that it may be a shortcut of the page; not while shortcuts are off or have other keys. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return !isTypedInto(event) && isKeyInUse(event);
}
