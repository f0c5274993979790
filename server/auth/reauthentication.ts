import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { PROOF_LIFETIME_MS } from '../domain/proof.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { noteSessionProven } from '../storage/repositories/sessions.ts';
import type { Store } from '../storage/store.ts';
import type { SecondFactors } from './second-factors.ts';
import type { SignIn } from './sign-in.ts';
import type { Viewer } from './viewer.ts';

export interface Proof {
  readonly password?: string | null;
  /** Of the second factor. */
  readonly code?: string | null;
  readonly ip: string;
}

interface Parts { readonly store: Store; readonly clock: () => number; readonly signIn: SignIn; readonly secondFactors: SecondFactors }

/** Proves again who sits at a session that may have been left open. */
export class Reauthentication {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** By the password, or by a code where there is a second factor. Returns until when that counts, ms since epoch. Guesses count as at signing in. */
  async prove(viewer: Viewer, { password, code, ip }: Proof): Promise<number> {
    const { member, sessionTokenHash } = viewer;
    if (!member || sessionTokenHash === null) throw new Error('Only a member with a session can prove who they are.');
    const { store, clock, signIn, secondFactors } = this.#parts;
    const now = clock();
    const note = async (tx: EntityManager) => {
      await noteSessionProven(tx, sessionTokenHash, now);
      await noteAudit(tx, viewer, { action: 'session.reauthenticate', target: { id: member.id, name: member.email }, at: now });
    };
    if (password) {
      if (!await signIn.isPasswordOf({ email: member.email, password, ip })) throw refused('INVALID', 'This is not your password.', 'password');
      await store.write(note);
    } else {
      if (!await secondFactors.isOn(member.personId)) throw refused('REQUIRED', 'Enter your password.', 'password');
      await secondFactors.spend(member.personId, code, note);
    }
    return now + PROOF_LIFETIME_MS;
  }
}

const refused = (code: 'INVALID' | 'REQUIRED', message: string, field: string) => new RefusedError([problem(code, message, ['input', field])]);
