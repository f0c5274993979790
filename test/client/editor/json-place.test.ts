import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { pathAt, placeOf } from '../../../client/components/editor/json-place.ts';

const DOC = '{\n  "license": { "status": "active", "a/b": [1, 22] }\n}';

const stateOf = (doc: string) => EditorState.create({ doc, extensions: [json()] });

const textAt = (pointer: string) => {
  const { from, to } = placeOf(stateOf(DOC), pointer);
  return DOC.slice(from, to);
};

describe('the place of a value in a text', () => {
  it.each([['#/license/status', '"active"'], ['#/license/a~1b/1', '22']])('of %s is %s', (pointer, text) => {
    expect(textAt(pointer)).toBe(text);
  });

  it('of a missing value is what should hold it', () => {
    expect(textAt('#/license/seats')).toBe('{ "status": "active", "a/b": [1, 22] }');
  });

  it('of something over many lines is its first line', () => {
    expect(textAt('#')).toBe('{');
  });

  it('of an empty text is within it', () => {
    expect(placeOf(stateOf(''), '#/license')).toEqual({ from: 0, to: 0 });
  });
});

describe('the path to an offset', () => {
  it.each([['active', ['license', 'status']], ['22', ['license', 'a/b', 1]]])('of %s is %o', (word, path) => {
    expect(pathAt(stateOf(DOC), DOC.indexOf(word) + 1)).toEqual(path);
  });

  it('is empty at the outermost', () => {
    expect(pathAt(stateOf('{ "a": 1 }'), 1)).toEqual([]);
  });
});
