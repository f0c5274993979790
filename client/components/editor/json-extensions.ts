/*
 * The JSON editor: CodeMirror with checks and completion by a JSON Schema, in a chunk of its own. Import this file dynamically only.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, linter, lintKeymap, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { pathAt, placeOf, treeOf } from './json-place.ts';
import { schemaCheck } from './schema-check.ts';
import { membersAt, valuesAt, type JsonSchema, type KnownMember } from './schema-walk.ts';

export { EditorState, EditorView };

const theme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--kb-code)', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--kb-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--ui-text-highlighted)', color: 'var(--ui-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--ui-text-highlighted)' },
  '.cm-gutters': { backgroundColor: 'var(--kb-code)', color: 'var(--ui-text-dimmed)', border: 'none' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--ui-bg-accented)' },
  '.cm-tooltip': { backgroundColor: 'var(--ui-bg)', color: 'var(--ui-text)', border: '1px solid var(--ui-border-accented)', borderRadius: '6px', boxShadow: 'var(--kb-shadow)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--kb-select)', color: 'var(--ui-text-highlighted)' },
  '.cm-completionDetail': { color: 'var(--ui-text-muted)', fontStyle: 'normal' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--kb-fail-mark)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--kb-fail-mark) 1px', textUnderlineOffset: '3px' },
});

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--kb-tok-key)' },
  { tag: tags.string, color: 'var(--kb-tok-str)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--kb-tok-num)' },
]));

const parse = jsonParseLinter();

/** What is wrong with a text: first its syntax, then what the schema says. */
function diagnostics(check: ReturnType<typeof schemaCheck>): (view: EditorView) => Diagnostic[] {
  return (view) => {
    const broken = parse(view);
    if (broken.length > 0) return broken;
    return check(JSON.parse(view.state.doc.toString())).map(({ pointer, message }) => ({ ...placeOf(view.state, pointer), severity: 'error' as const, message }));
  };
}

const keyOption = (hasColon: boolean) => ({ key, isRequired, type, description }: KnownMember): Completion => ({
  label: JSON.stringify(key), apply: hasColon ? JSON.stringify(key) : `${JSON.stringify(key)}: `, detail: type, ...(description ? { info: description } : {}), boost: isRequired ? 1 : 0, type: 'property',
});

/** Whether a word that begins after a brace or comma is a key; in an array it is a value. */
function isKeyPlace(state: EditorState, pos: number): boolean {
  const node = treeOf(state).resolveInner(pos, -1);
  const around = node.name === 'PropertyName' || node.name === 'String' ? node.parent?.parent : node;
  return around?.name !== 'Array';
}

/** Keys of the object around the cursor, or the values that its member may have. */
function complete(schema: JsonSchema): (context: CompletionContext) => CompletionResult | null {
  return ({ state, pos, explicit }) => {
    const word = state.sliceDoc(0, pos).match(/"?[\w.-]*$/)?.[0] ?? '';
    if (word === '' && !explicit) return null;
    const from = pos - word.length;
    const to = state.sliceDoc(pos, pos + 1) === '"' ? pos + 1 : pos;
    const before = state.sliceDoc(0, from).trimEnd().at(-1) ?? '';
    if (before === ':') return { from, to, options: valuesAt(schema, pathAt(state, pos)).map((value) => ({ label: value, type: 'constant' })) };
    if (!['{', ','].includes(before) || !isKeyPlace(state, pos)) return null;
    const hasColon = /^"?\s*:/.test(state.sliceDoc(pos, pos + 8));
    return { from, to, options: membersAt(schema, pathAt(state, from)).map(keyOption(hasColon)) };
  };
}

interface EditorOptions {
  /** Null checks the syntax only. */
  schema: JsonSchema | null;
  label: string;
  onChange: (text: string) => void;
}

export function jsonExtensions({ schema, label, onChange }: EditorOptions): Extension[] {
  return [
    lineNumbers(), history(), indentOnInput(), bracketMatching(), closeBrackets(), json(), colours, theme, lintGutter(),
    schema ? linter(diagnostics(schemaCheck(schema)), { delay: 300 }) : linter(parse, { delay: 300 }),
    autocompletion(schema ? { override: [complete(schema)] } : {}),
    // Tab is left to the page: who works with the keyboard must be able to leave the editor.
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => { if (update.docChanged) onChange(update.state.doc.toString()); }),
  ];
}
