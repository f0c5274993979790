import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTION_CHOICES, actionWords, actorId, targetPage } from '../../../../client/pages/audit-log/audit-words.ts';

/** Every action that the code of the server writes to the log. */
function writtenActions(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return writtenActions(path);
    return [...readFileSync(path, 'utf8').matchAll(/action: (?:status === 'ACTIVE' \? )?'([a-zA-Z]+\.[a-zA-Z.]+)'/g)].map(([, action]) => action!);
  });
}

describe('the words of the audit log', () => {
  it('know every action that the server writes', () => {
    const actions = writtenActions(join(process.cwd(), 'server'));
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => actionWords(action) === action)).toEqual([]);
  });

  it('show the action of a newer server by its code', () => {
    expect(actionWords('webhook.paint')).toBe('webhook.paint');
  });

  it('offer each action once', () => {
    const values = ACTION_CHOICES.flat().map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values).toContain('webhook.*');
  });

  it('lead to the page of a target, if there is one', () => {
    expect(targetPage({ __typename: 'Webhook', id: 'wh_1' })).toBe('/webhooks/wh_1');
    expect(targetPage({ __typename: 'Environment', id: 'env_1' })).toBeNull();
    expect(targetPage(null)).toBeNull();
  });

  it('filter by the component of what the server did itself', () => {
    expect(actorId({ actor: { __typename: 'SystemActor', component: 'auto-disable' } })).toBe('auto-disable');
    expect(actorId({ actor: null })).toBeNull();
  });
});
