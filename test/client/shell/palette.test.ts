import { describe, expect, it } from 'vitest';
import { matchingGroups } from '../../../client/shell/palette.ts';

const GROUPS = [
  { title: 'Pages', entries: [{ key: 'a', label: 'Audit log', icon: '' }, { key: 'm', label: 'Members', icon: '' }] },
  { title: 'Webhooks', entries: [{ key: 'w', label: 'Kovač sync', hint: 'https://crm.example/in', icon: '' }] },
];
const found = (search: string) => matchingGroups(GROUPS, search).map(({ title, entries }) => [title, entries.map(({ key }) => key)]);

describe('the palette', () => {
  it('shows everything before anything is typed', () => {
    expect(found('')).toEqual([['Pages', ['a', 'm']], ['Webhooks', ['w']]]);
  });

  it.each([['LOG', 'a'], ['log audit', 'a'], ['kovac', 'w'], ['crm.example', 'w']])('finds %j', (search, key) => {
    expect(found(search).map(([, keys]) => keys)).toEqual([[key]]);
  });

  it('leaves out groups without a match', () => {
    expect(found('nothing like it')).toEqual([]);
  });
});
