/**
 * What processes that share a database tell each other. It only makes somebody look sooner who would look anyway: nothing is lost when
 * it does not arrive, and nothing in it is worth knowing for others.
 *
 * - `work`: deliveries wait to be claimed
 * - `outcomes`: the log of attempts has grown, or deliveries have changed
 * - `webhooks`: webhooks of an account have changed, or what holds for them
 * - `health`: the log of changes of webhooks has grown
 * - `rights`: keys, sessions, roles or memberships have changed
 */
export type News = { readonly kind: 'work' | 'outcomes' | 'health' | 'rights' } | { readonly kind: 'webhooks'; readonly accountId: string };

/** Hears of news; null: something may have been missed, look at everything. */
export type NewsListener = (news: News | null) => void;

const PLAIN_KINDS: readonly string[] = ['work', 'outcomes', 'health', 'rights'];

export const writeNews = (sender: string, news: News): string => JSON.stringify({ sender, ...news });

/** Null for what this version does not understand. */
export function readNews(text: string): { sender: string; news: News } | null {
  try {
    const { sender, kind, accountId } = JSON.parse(text) as Record<string, unknown>;
    if (typeof sender !== 'string') return null;
    if (kind === 'webhooks') return typeof accountId === 'string' ? { sender, news: { kind, accountId } } : null;
    return typeof kind === 'string' && PLAIN_KINDS.includes(kind) ? { sender, news: { kind } as News } : null;
  } catch {
    return null;
  }
}
