import { GraphQLError, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { roleAtLeast, type ApiScope, type Role } from '../domain/roles.ts';
import type { Viewer, ViewerMember } from '../auth/viewer.ts';
import type { GraphqlContext } from './context.ts';

/** Who may use a field: members of this role or higher, API keys with this scope. Without a scope no API key may. */
export interface AccessRule {
  readonly role?: Role;
  readonly scope?: ApiScope;
  /** Also for a member who has to set up a second factor before anything else. */
  readonly isForSetup?: true;
}

/** Guards a query, mutation, subscription or field, see `guardFields`; refuses with UNAUTHENTICATED or FORBIDDEN and a sentence that says why. */
export const Access = (rule: AccessRule = {}): MethodDecorator => Extensions({ access: rule });

/** Leaves a query or mutation open to everybody, signed in or not; says why. */
export const Open = (because: string): MethodDecorator => Extensions({ access: { because } });

/** How a field is guarded; undefined when nobody has decided. */
export function accessOf({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): AccessRule | { readonly because: string } | undefined {
  return extensions.access as ReturnType<typeof accessOf>;
}

/** Fields of Query, Mutation and Subscription for which nobody has decided who may use them. */
export function unguardedFields(schema: GraphQLSchema): string[] {
  return rootFields(schema).filter(({ field }) => accessOf(field) === undefined).map(({ name }) => name);
}

/** Fields of Query, Mutation and Subscription that somebody may use, such as `Query.webhooks`. */
export function allowedOperations(schema: GraphQLSchema, viewer: Viewer): string[] {
  return rootFields(schema).filter(({ field }) => {
    const access = accessOf(field);
    return access !== undefined && ('because' in access || passes(viewer, access));
  }).map(({ name }) => name);
}

function rootFields(schema: GraphQLSchema) {
  return rootTypes(schema).flatMap((root) => Object.values(root.getFields()).map((field) => ({ name: `${root.name}.${field.name}`, field })));
}

/** Query, Mutation and Subscription, as far as there are such. */
export function rootTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);
}

/** The signed-in caller; throws UNAUTHENTICATED when there is none. */
export function viewerOf(context: GraphqlContext): Viewer {
  if (!context.viewer) throw unauthenticated('Sign in, or send an API key as "Authorization: Bearer <key>".');
  return context.viewer;
}

/** The member who is calling, of a field that is for members only. */
export function memberOf(context: GraphqlContext): Viewer & { readonly member: ViewerMember } {
  const viewer = viewerOf(context);
  if (!viewer.member) throw forbidden('This is for members with a session only.');
  return { ...viewer, member: viewer.member };
}

/** The same check for code that `@Access` does not reach, such as a subscription's `subscribe`. */
export function requireAccess(context: GraphqlContext, rule: AccessRule): Viewer {
  const viewer = viewerOf(context);
  const refusal = refusalOf(viewer, rule);
  if (refusal !== null) throw forbidden(refusal);
  return viewer;
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}

const TWO_FACTOR_FIRST = 'This account asks its members for a second factor, and you have none. Set one up on the page Security, or with twoFactorBegin and twoFactorConfirm.';

/** Whether a rule lets a caller in. */
export const passes = (viewer: Viewer, rule: AccessRule): boolean => refusalOf(viewer, rule) === null;

/** Why a rule keeps a caller out, as a sentence; null when it does not. */
export function refusalOf(viewer: Viewer, rule: AccessRule): string | null {
  if (viewer.mustSetUpTwoFactor && !rule.isForSetup) return TWO_FACTOR_FIRST;
  return viewer.apiKeyId === null ? roleRefusal(viewer, rule) : scopeRefusal(viewer, rule);
}

function roleRefusal(viewer: Viewer, { role }: AccessRule): string | null {
  if (role === undefined || roleAtLeast(viewer.role, role)) return null;
  return `This needs the role ${role} or higher; you have ${viewer.role}. Ask an administrator of your account.`;
}

function scopeRefusal(viewer: Viewer, { role, scope }: AccessRule): string | null {
  if (scope === undefined) return role === undefined ? null : `API keys may not do this: it needs a member with the role ${role} or higher.`;
  if (viewer.scopes.includes(scope)) return null;
  return `This API key lacks the scope ${scope}. Use a key that has it.`;
}
