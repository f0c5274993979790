import { In, IsNull, LessThan, Not, type EntityManager } from 'typeorm';
import { RecoveryCode, SecondFactor } from '../entities/second-factor.ts';
import { lockClause } from '../rows.ts';
import type { Store } from '../store.ts';

/** The factor of a person that counts; null when there is none. */
export function findSecondFactor({ reader }: Pick<Store, 'reader'>, personId: string): Promise<SecondFactor | null> {
  return reader.findOneBy(SecondFactor, { personId, confirmedAt: Not(IsNull()) });
}

/** Those of some people who have one that counts. */
export async function findProtectedPersons({ reader }: Pick<Store, 'reader'>, personIds: readonly string[]): Promise<Set<string>> {
  const factors = await reader.findBy(SecondFactor, { personId: In([...personIds]), confirmedAt: Not(IsNull()) });
  return new Set(factors.map(({ personId }) => personId));
}

/** The factor of a person, confirmed or not, held until the end of the transaction. */
export async function lockSecondFactor(tx: EntityManager, personId: string): Promise<SecondFactor | null> {
  await tx.query(`SELECT personId FROM second_factor WHERE personId = ? ${lockClause(tx, 'FOR UPDATE')}`, [personId]);
  return tx.findOneBy(SecondFactor, { personId });
}

/** Puts a factor in place of one that was not confirmed. */
export async function saveSecondFactor(tx: EntityManager, factor: SecondFactor): Promise<void> {
  await tx.upsert(SecondFactor, factor, ['personId']);
}

/** Uses up the codes until a time step. False when a code of that step or a later one was used already: of two at once one comes second. */
export async function takeStep(tx: EntityManager, personId: string, step: number): Promise<boolean> {
  const { affected } = await tx.update(SecondFactor, { personId, usedStep: LessThan(step) }, { usedStep: step });
  return affected === 1;
}

/** Uses up a recovery code; false when there is none such any more. */
export async function takeRecoveryCode(tx: EntityManager, { codeHash, personId }: RecoveryCode): Promise<boolean> {
  const { affected } = await tx.delete(RecoveryCode, { codeHash, personId });
  return affected === 1;
}

export async function replaceRecoveryCodes(tx: EntityManager, personId: string, codeHashes: readonly string[]): Promise<void> {
  await tx.delete(RecoveryCode, { personId });
  await tx.insert(RecoveryCode, codeHashes.map((codeHash) => ({ codeHash, personId })));
}

export function countRecoveryCodes({ reader }: Pick<Store, 'reader'>, personId: string): Promise<number> {
  return reader.countBy(RecoveryCode, { personId });
}

/** Ends a second factor with its recovery codes. False when there is none that counts. */
export async function deleteSecondFactor(tx: EntityManager, personId: string): Promise<boolean> {
  const factor = await lockSecondFactor(tx, personId);
  await tx.delete(RecoveryCode, { personId });
  await tx.delete(SecondFactor, { personId });
  return factor !== null && factor.confirmedAt !== null;
}
