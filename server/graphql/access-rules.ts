import { ROLE_OF_SCOPE, type ApiScope, type Role } from '../domain/roles.ts';
import { passes, type AccessRule } from './authorize.ts';
import type { GraphqlContext } from './context.ts';

/** A rule that members pass by their role. */
type RoleRule = AccessRule & { readonly role: Role };

const openTo = (scope: ApiScope): RoleRule => ({ role: ROLE_OF_SCOPE[scope], scope });

/** Who may read webhooks and what was sent to them. Also guards the way from a mutation's result to what it does not concern. */
export const READ_WEBHOOKS: RoleRule = openTo('WEBHOOKS_READ');
export const WRITE_WEBHOOKS: RoleRule = openTo('WEBHOOKS_WRITE');
/** A member only: a program that needs a secret keeps the one it got when it made the webhook. */
export const REVEAL_SECRETS: RoleRule = { role: 'ADMIN' };
export const WRITE_DELIVERIES: RoleRule = openTo('DELIVERIES_WRITE');
/** Members only: what holds for every webhook is nothing for a program to change. */
export const SETTINGS: RoleRule = { role: 'ADMIN' };
export const CHOOSE_RETENTION: RoleRule = { role: 'SUPER_ADMIN' };
/** Who works here concerns those who manage webhooks; who may change it, only those who answer for the account. */
export const READ_MEMBERS: RoleRule = { role: 'ADMIN' };
export const MANAGE_MEMBERS: RoleRule = { role: 'SUPER_ADMIN' };
export const READ_CREDENTIALS: RoleRule = { role: 'ADMIN' };
export const ROTATE_SIGNING_KEYS: RoleRule = { role: 'SUPER_ADMIN' };
export const MANAGE_EVENT_TYPES: RoleRule = { role: 'SUPER_ADMIN' };
export const CHANGE_ACCOUNT: RoleRule = { role: 'SUPER_ADMIN' };
export const CREATE_ACCOUNTS: RoleRule = { role: 'SUPER_ADMIN' };
/** Members of any role, and no API keys. */
export const ANY_MEMBER: RoleRule = { role: 'VIEWER' };
/** The same, also before the second factor that the account asks for is set up. */
export const ANY_MEMBER_FOR_SETUP: RoleRule = { role: 'VIEWER', isForSetup: true };
export const READ_AUDIT: RoleRule = openTo('AUDIT_READ');
export const PUBLISH_EVENTS: RoleRule = openTo('EVENTS_PUBLISH');

/** Whether the caller may do what a rule guards, for the `viewerCan...` fields. */
export const isAllowed = ({ viewer }: Pick<GraphqlContext, 'viewer'>, rule: RoleRule): boolean => viewer !== null && passes(viewer, rule);
