/** The three signatures on a request; the names are those of the API. */
export type Scheme = 'STANDARD_WEBHOOKS' | 'HMAC_BODY' | 'RSA_ACCOUNT';

export const SCHEMES: readonly Scheme[] = ['STANDARD_WEBHOOKS', 'HMAC_BODY', 'RSA_ACCOUNT'];

/** Header that carries each signature, as it is written in the documentation. */
export const SCHEME_HEADERS: Record<Scheme, string> = {
  STANDARD_WEBHOOKS: 'webhook-signature',
  HMAC_BODY: 'X-Webhook-Signature',
  RSA_ACCOUNT: 'N-Signature',
};

/** Usual mistakes that explain a signature which does not fit, each with the words of what to do in `finding-words.ts`. */
export type MistakeCode =
  // The body is not the bytes that were signed.
  | 'bodyReserialised' | 'bodyReordered' | 'newlineAdded' | 'newlineMissing' | 'carriageReturnsAdded' | 'carriageReturnsMissing'
  | 'bomAdded' | 'bomMissing' | 'bodyTrimmed' | 'bodyCharset' | 'bodyChanged'
  // The key is not the right one, or not read in the right way.
  | 'olderSecret' | 'secretWithPrefix' | 'secretWithoutPrefix' | 'secretNotDecoded' | 'secretDecoded' | 'secretSpaces'
  // More or less than the right text was signed.
  | 'signedPrefixMissing' | 'signedPrefixIncomplete' | 'signedPrefixAdded'
  // The signature is written in another way.
  | 'hexForBase64' | 'base64ForHex' | 'base64UrlForBase64' | 'labelMissing'
  // The account's key.
  | 'pssPadding' | 'otherHash' | 'modulusMisread' | 'otherAccountKey' | 'olderKey';

/** What is wrong although no mistake was found that explains it, or what stands in the way of a check. */
export type ProblemCode =
  | 'wrongSecret' | 'expiredSecret' | 'unknownSecret' | 'wrongSecretOrBody' | 'wrongKeyOrBody' | 'keySizeDiffers' | 'keyTruncated'
  | 'noSignature' | 'noSecret' | 'noKey' | 'noBody' | 'keyUnreadable' | 'secretUnreadable' | 'idMissing' | 'timestampMissing' | 'timestampUnreadable';

/** What a receiver would still stumble over although the signature fits. */
export type NoteCode = 'timestampOld' | 'timestampAhead' | 'timestampMilliseconds' | 'secondSignature';

export type FindingCode = MistakeCode | ProblemCode | NoteCode;

export interface Finding {
  code: FindingCode;
  /** Fill the sentence: a count, an age, a hint. */
  params?: Record<string, string | number>;
}

/** How one of the signatures came out. */
export interface SchemeReport {
  scheme: Scheme;
  /** `explained`: it does not fit, and the mistakes say why. `unchecked`: something is missing. */
  verdict: 'valid' | 'explained' | 'invalid' | 'unchecked';
  findings: Finding[];
}
