import { describe, expect, it } from 'vitest';
import { idTarget } from '../../../client/lib/id-target.ts';

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('idTarget', () => {
  it.each([
    [`wh_${ULID}`, { path: `/webhooks/wh_${ULID}` }],
    [`  evt_${ULID}\n`, { path: `/webhook-events/evt_${ULID}` }],
    [`dlv_${ULID}`, { path: `/webhook-deliveries/dlv_${ULID}` }],
    [`att_${ULID}`, { attemptId: `att_${ULID}` }],
    [`key_${ULID}`, null],
    ['wh_../../members', null],
    ['webhooks', null],
  ])('leads %j to its page', (text, target) => {
    expect(idTarget(text)).toEqual(target);
  });
});
