import type { FieldName } from './webhook-draft.ts';

/** Id of the part of the page that holds a field. */
export const fieldId = (field: FieldName): string => `field-${field}`;

/** Puts the focus into a field of the form. */
export function focusField(field: FieldName): void {
  const part = document.getElementById(fieldId(field));
  const control = part?.querySelector<HTMLElement>('input, textarea, [role="radio"], [role="checkbox"], [role="combobox"], button');
  (control ?? part)?.focus();
  part?.scrollIntoView({ block: 'center' });
}
