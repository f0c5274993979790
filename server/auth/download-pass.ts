import { MINUTE_MS } from '../domain/time.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { Doors } from './doors.ts';
import type { Viewer } from './viewer.ts';

/** Time to begin a download; one that has begun may take longer. */
const PASS_LIFE_MS = 10 * MINUTE_MS;

/** Lets whoever shows it fetch one file, as the viewer that it was made for, as long as that one might still ask for it. */
export interface DownloadPass {
  readonly accountId: string;
  readonly actorId: string;
  /** Of the session or the API key that asked for it: the pass ends with it. */
  readonly sessionTokenHash: string | null;
  readonly apiKeyId: string | null;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

interface Deps { readonly keyring: Keyring; readonly clock: () => number }

/** A pass for a file as a token for its address. It is sealed, so it tells nothing of the session, and it opens nothing else. */
export function issuePass({ keyring, clock }: Deps, viewer: Viewer, fileId: string): { token: string; expiresAt: number } {
  const { accountId, actorId, sessionTokenHash, apiKeyId } = viewer;
  const pass: DownloadPass = { accountId, actorId, sessionTokenHash, apiKeyId, expiresAt: clock() + PASS_LIFE_MS };
  return { token: keyring.seal(JSON.stringify(pass), { purpose: 'download', rowId: fileId }), expiresAt: pass.expiresAt };
}

/** The pass in a token; null when it is for another file, too old, or none of ours. */
export function openPass({ keyring, clock }: Deps, token: string, fileId: string): DownloadPass | null {
  try {
    const pass = JSON.parse(keyring.open(token, { purpose: 'download', rowId: fileId })) as DownloadPass;
    return pass.expiresAt > clock() ? pass : null;
  } catch {
    return null;
  }
}

/** The viewer of a pass as they are now; null when the session or key has ended, or acts for another account by now. */
export async function viewerOfPass({ sessions, apiKeys }: Doors, { accountId, actorId, sessionTokenHash, apiKeyId }: DownloadPass): Promise<Viewer | null> {
  const viewer = apiKeyId !== null
    ? await apiKeys.viewerById(accountId, apiKeyId)
    : sessionTokenHash === null ? null : await sessions.viewerOf(sessionTokenHash);
  return viewer?.accountId === accountId && viewer.actorId === actorId ? viewer : null;
}
