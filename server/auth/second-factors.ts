import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { isTotpCode, normalCode, stepOfCode } from '../domain/second-factor.ts';
import { HOUR_MS } from '../domain/time.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { SecondFactor } from '../storage/entities/second-factor.ts';
import { findSecondFactor, lockSecondFactor, takeRecoveryCode, takeStep } from '../storage/repositories/second-factors.ts';
import type { Store } from '../storage/store.ts';
import type { Tries, TryLimit } from './tries.ts';

/** Whoever guesses has the password already. Three codes of a million are good at a time, so this many an hour find one in years. */
const MAX_WRONG_CODES = 10;

interface Parts { readonly store: Store; readonly keyring: Keyring; readonly clock: () => number; readonly tries: Tries }

/** Codes of authenticator apps, and recovery codes in their place: each opens once. */
export class SecondFactors {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async isOn(personId: string): Promise<boolean> {
    return await findSecondFactor(this.#parts.store, personId) !== null;
  }

  /**
   * Uses up a code, and does what it opens in the same transaction: of two who use one code at once, one gets in. Throws RefusedError
   * when it is missing or wrong, and TooManyTriesError when too many were.
   */
  async spend<T>(personId: string, typed: string | null | undefined, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const { store, tries } = this.#parts;
    if (!typed?.trim()) throw codeProblem('REQUIRED', 'Enter the code that your authenticator app shows, or one of your recovery codes.');
    const limit = wrongCodes(personId);
    await tries.begin([limit]);
    const result = await store.write(async (tx) => {
      const factor = await lockSecondFactor(tx, personId);
      if (!factor || factor.confirmedAt === null || !await this.#take(tx, factor, normalCode(typed))) throw wrongCode();
      return work(tx);
    });
    await tries.succeed({ forget: [limit] });
    return result;
  }

  /** Passes who has no second factor, and who gives a code of it. */
  async require(personId: string, typed: string | null | undefined): Promise<void> {
    if (await this.isOn(personId)) await this.spend(personId, typed, async () => undefined);
  }

  /** The time step of a code that the app of a person shows now; null for a wrong one. */
  stepOf(factor: SecondFactor, code: string): number | null {
    const { keyring, clock } = this.#parts;
    const { personId, secretSealed, usedStep } = factor;
    return stepOfCode(keyring.open(secretSealed, { purpose: 'second_factor', rowId: personId }), code, { now: clock(), usedStep });
  }

  async #take(tx: EntityManager, factor: SecondFactor, code: string): Promise<boolean> {
    const { personId } = factor;
    if (!isTotpCode(code)) return takeRecoveryCode(tx, { personId, codeHash: hashRecoveryCode(personId, code) });
    const step = this.stepOf(factor, code);
    return step !== null && takeStep(tx, personId, step);
  }
}

/** Counted by the person, in all processes and from everywhere: the password is known to whoever gets here. */
export const wrongCodes = (personId: string): TryLimit => ({ kind: 'second factor of', key: personId, max: MAX_WRONG_CODES, windowMs: HOUR_MS });

/** What is stored of a recovery code. It is random, so it needs no slow hash. */
export const hashRecoveryCode = (personId: string, code: string): string => createHash('sha256').update(`${personId}\n${normalCode(code)}`).digest('hex');

export const wrongCode = (): RefusedError => codeProblem('INVALID', 'This code is wrong, is over, or was used already. Wait for the next one, and check the clock of your phone.');

const codeProblem = (code: 'REQUIRED' | 'INVALID', message: string) => new RefusedError([problem(code, message, ['input', 'code'])]);
