import type { CombinedError } from '@urql/core';
import { serverText, t } from '../i18n.ts';

/** Why a request failed, as far as a person needs to know. */
export interface Problem {
  kind: 'unauthenticated' | 'forbidden' | 'unreachable' | 'failed';
  /** One sentence, ready to show. */
  message: string;
  /** Found in the server's log under this id. */
  requestId: string | null;
}

const KINDS: Record<string, Problem['kind']> = { UNAUTHENTICATED: 'unauthenticated', FORBIDDEN: 'forbidden' };

/** Reads the server's error vocabulary (`extensions.code`, `extensions.requestId`) out of a failed request. */
export function problemOf(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  if (!first) return { kind: 'unreachable', message: t('common.unreachable'), requestId: null };
  const { code, requestId } = first.extensions;
  return {
    kind: KINDS[String(code)] ?? 'failed',
    message: serverText(first.message),
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}
