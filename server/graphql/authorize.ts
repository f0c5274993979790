import { GraphQLError } from 'graphql';
import { UseMiddleware, type MiddlewareFn } from 'type-graphql';
import { roleAtLeast, type ApiScope, type Role } from '../domain/roles.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { GraphqlContext } from './context.ts';

/** Who may use a field: members of this role or higher, API keys with this scope. Without a scope no API key may. */
export interface AccessRule {
  readonly role?: Role;
  readonly scope?: ApiScope;
}

/** Guards a query, mutation, subscription or field; refuses with UNAUTHENTICATED or FORBIDDEN and a sentence that says why. */
export function Access(rule: AccessRule = {}): MethodDecorator & PropertyDecorator {
  const guard: MiddlewareFn<GraphqlContext> = ({ context }, next) => {
    requireAccess(context, rule);
    return next();
  };
  return UseMiddleware(guard);
}

/** The signed-in caller; throws UNAUTHENTICATED when there is none. */
export function viewerOf(context: GraphqlContext): Viewer {
  if (!context.viewer) throw unauthenticated('Sign in, or send an API key as "Authorization: Bearer <key>".');
  return context.viewer;
}

/** The same check for code that `@Access` does not reach, such as a subscription's `subscribe`. */
export function requireAccess(context: GraphqlContext, rule: AccessRule): Viewer {
  const viewer = viewerOf(context);
  const refusal = viewer.apiKeyId === null ? roleRefusal(viewer, rule) : scopeRefusal(viewer, rule);
  if (refusal !== null) throw forbidden(refusal);
  return viewer;
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
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
