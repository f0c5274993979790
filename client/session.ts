import { computed, shallowRef } from 'vue';
import type { ResultOf } from './graphql.ts';
import { problemOf, type Problem } from './lib/problem.ts';
import { AccountSwitchMutation, SignOutMutation, ViewerQuery } from './pages/session/session.queries.ts';
import { paths } from './paths.ts';
import { client } from './urql.ts';

export type Viewer = ResultOf<typeof ViewerQuery>['viewer'];

const viewer = shallowRef<Viewer | null>(null);
const problem = shallowRef<Problem | null>(null);

/** Asks the server who is signed in; null when nobody is or the server cannot tell (`problem` says why). */
async function load(): Promise<Viewer | null> {
  if (viewer.value) return viewer.value;
  const { data, error } = await client.query(ViewerQuery, {}, { requestPolicy: 'network-only' }).toPromise();
  viewer.value = data?.viewer ?? null;
  problem.value = error ? problemOf(error) : null;
  return viewer.value;
}

function forget(): void {
  viewer.value = null;
}

/** Ends the session and reloads, so that nothing of it stays in memory. */
async function signOut(): Promise<void> {
  await client.mutation(SignOutMutation, {}).toPromise();
  location.assign(`${import.meta.env.BASE_URL}${paths.signIn.slice(1)}`);
}

/**
 * Goes on in another account, at the first page: addresses with ids of this one would lead nowhere. The console is loaded anew, so that
 * nothing of this account stays in memory. An answer is a sentence that says why it failed.
 */
async function switchAccount(id: string): Promise<string | void> {
  const { data, error } = await client.mutation(AccountSwitchMutation, { input: { id } }).toPromise();
  const failure = error ? problemOf(error).message : data?.accountSwitch.userErrors[0]?.message;
  if (failure) return failure;
  location.assign(import.meta.env.BASE_URL);
}

/** Webhook pages and their API need the role Admin or higher, and the second factor that the account asks for. */
const mayManageWebhooks = computed(() => !viewer.value?.mustSetUpTwoFactor && (viewer.value?.role === 'ADMIN' || viewer.value?.role === 'SUPER_ADMIN'));

/** Who uses the console in this tab. */
export const session = { viewer, problem, mayManageWebhooks, load, forget, switchAccount, signOut };
