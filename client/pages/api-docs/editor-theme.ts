import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are those of the code blocks, in both themes. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.attributeName, tags.variableName, tags.definition(tags.variableName)], color: 'var(--kb-tok-key)' },
  { tag: [tags.string], color: 'var(--kb-tok-str)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--kb-tok-num)' },
  { tag: [tags.keyword, tags.typeName], fontWeight: '600' },
  { tag: [tags.comment], color: 'var(--ui-text-muted)', fontStyle: 'italic' },
]);

export const editorTheme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--kb-code)', color: 'var(--ui-text)', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--kb-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--ui-text-highlighted)' },
  '.cm-cursor': { borderLeftColor: 'var(--ui-text-highlighted)' },
  '.cm-gutters': { backgroundColor: 'var(--kb-code)', color: 'var(--ui-text-dimmed)', borderRight: '1px solid var(--ui-border)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--ui-bg-accented) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--ui-bg)', color: 'var(--ui-text)', border: '1px solid var(--ui-border-accented)', borderRadius: '6px', boxShadow: 'var(--kb-shadow)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--kb-select)', color: 'var(--ui-text-highlighted)' },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)' },
});
