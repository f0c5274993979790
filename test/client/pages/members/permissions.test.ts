import { describe, expect, it } from 'vitest';
import { hasPermission, PERMISSION_GROUPS, roleChange, ROLES } from '../../../../client/pages/members/permissions.ts';
import * as rules from '../../../../server/graphql/access-rules.ts';

const all = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions);
const lowestFor = (what: string) => all.find((each) => each.what === what)?.from;

describe('the permissions of the roles', () => {
  it.each([
    ['See webhooks, events and deliveries, also live', rules.READ_WEBHOOKS],
    ['Create, change, test and delete webhooks', rules.WRITE_WEBHOOKS],
    ['Reveal and replace signing secrets', rules.REVEAL_SECRETS],
    ['Retry, replay and cancel deliveries', rules.WRITE_DELIVERIES],
    ['Publish events by hand', rules.PUBLISH_EVENTS],
    ['Change the event catalogue', rules.MANAGE_EVENT_TYPES],
    ['Change the webhook settings', rules.SETTINGS],
    ['Choose how long logs and bodies are kept', rules.CHOOSE_RETENTION],
    ['See the account\'s signing keys', rules.READ_CREDENTIALS],
    ['Rotate the account\'s signing key', rules.ROTATE_SIGNING_KEYS],
    ['See members and the audit log', rules.READ_MEMBERS],
    ['See members and the audit log', rules.READ_AUDIT],
    ['Invite, change, suspend and remove members', rules.MANAGE_MEMBERS],
    ['Make accounts', rules.CREATE_ACCOUNTS],
  ])('begin where the server lets them: %s', (what, { role }) => {
    expect(lowestFor(what)).toBe(role);
  });

  it('grow with the role', () => {
    const counts = ROLES.map((role) => all.filter((permission) => hasPermission(role, permission)).length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(all.length);
  });
});

describe('a change of roles', () => {
  it('upwards only gains', () => {
    const { gains, loses } = roleChange('ADMIN', 'SUPER_ADMIN');
    expect(gains).toContain('Invite, change, suspend and remove members');
    expect(loses).toEqual([]);
  });

  it('downwards loses what upwards gains', () => {
    expect(roleChange('SUPER_ADMIN', 'VIEWER').loses).toEqual(roleChange('VIEWER', 'SUPER_ADMIN').gains);
  });

  it('between Viewer and Operator changes nothing here', () => {
    expect(roleChange('VIEWER', 'OPERATOR')).toEqual({ gains: [], loses: [] });
  });
});
