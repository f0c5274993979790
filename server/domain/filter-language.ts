import type { ASTNode, BinaryOperator } from '@marcbachmann/cel-js';
import { FilterCost, OUTERMOST, originOf, within, type Scope } from './filter-cost.ts';

/** Quantifiers inside each other. */
const MAX_QUANTIFIER_DEPTH = 2;
/** A naive search compares each character of the text with each of what it looks for: 0.4 ns a pair. */
const NEEDLE_LENGTH_PER_UNIT = 128;

const QUANTIFIERS = new Set(['exists', 'all', 'exists_one', 'filter']);
const TEXT_TESTS = new Set(['contains', 'startsWith', 'endsWith']);
const METHODS = [...QUANTIFIERS, ...TEXT_TESTS, 'size', 'lowerAscii'];
const CALLS = ['has', 'size', 'int', 'double', 'string', 'bool', 'timestamp', 'duration'];

/** A part of CEL that filters may not use, and where it stands. */
export class ForbiddenExpression extends Error {
  /** Characters before it. */
  readonly position: number;

  constructor(message: string, node: ASTNode) {
    super(message);
    this.position = node.start;
  }
}

/**
 * The cost of an expression.
 *
 * Filters speak the part of CEL whose cost can be told beforehand: no regular expressions, no `map` (values could grow with each
 * step), no text that is read as a pattern, duration or needle unless it is written out.
 *
 * @throws {ForbiddenExpression} when it uses another part
 */
export function costOf(expression: ASTNode): FilterCost {
  const cost = new FilterCost();
  visit(expression, OUTERMOST, cost);
  return cost;
}

function visit(node: ASTNode, scope: Scope, cost: FilterCost): void {
  cost.step(scope);
  switch (node.op) {
    case 'id':
      return;
    case 'value':
      if (node.args instanceof Uint8Array) throw new ForbiddenExpression('Filters have no bytes', node);
      return;
    case '.':
      return visit(node.args[0], scope, cost);
    case 'list':
      if (originOf(node, scope) !== 'CONSTANT') cost.grow(node.args.length);
      return node.args.forEach((each) => visit(each, scope, cost));
    case '[]':
      cost.spell(scope, originOf(node.args[1], scope));
      return node.args.forEach((each) => visit(each, scope, cost));
    case '?:':
      return node.args.forEach((each) => visit(each, scope, cost));
    case 'call':
      return visitCall(node, node.args, scope, cost);
    case 'rcall':
      return visitMethod(node, node.args, scope, cost);
    default:
      return visitOperator(node, scope, cost);
  }
}

type Operator = Exclude<ASTNode, { op: 'id' | 'value' | '.' | 'list' | '[]' | '?:' | 'call' | 'rcall' }>;

function visitOperator(node: Operator, scope: Scope, cost: FilterCost): void {
  switch (node.op) {
    case '!_':
    case '-_':
      return visitOperands([node.args], scope, cost);
    case '&&':
    case '||':
      cost.swallow(scope);
      return visitOperands(node.args, scope, cost);
    case 'map':
    case '.?':
    case '[?]':
      throw new ForbiddenExpression('Filters have no map literals and no optional access', node);
    default:
      return visitBinary(node.op, node.args, scope, cost);
  }
}

/** Whatever is done with operands, their types are found out first. */
function visitOperands(operands: readonly ASTNode[], scope: Scope, cost: FilterCost): void {
  for (const operand of operands) {
    visit(operand, scope, cost);
    cost.look(scope, originOf(operand, scope));
  }
}

function visitBinary(op: BinaryOperator, operands: readonly [ASTNode, ASTNode], scope: Scope, cost: FilterCost): void {
  visitOperands(operands, scope, cost);
  const left = originOf(operands[0], scope);
  const right = originOf(operands[1], scope);
  if (op === 'in' && right !== 'CONSTANT') cost.search(scope);
  if (op === '+') {
    cost.grow(1);
    cost.search(scope);
    cost.readText(scope, left);
    cost.readText(scope, right);
  } else if (left !== 'CONSTANT' && right !== 'CONSTANT') {
    // Two values are alike at most as far as the smaller one goes; the elements of a list each are compared with the other.
    cost.compareDeeply(scope, op === 'in' ? right : left === 'EVENT' ? right : left);
  }
}

function visitCall(node: ASTNode, [name, operands]: [string, ASTNode[]], scope: Scope, cost: FilterCost): void {
  if (!CALLS.includes(name)) throw new ForbiddenExpression(`Filters have no function ${name}(); they have ${CALLS.join(', ')}`, node);
  if (name === 'duration') literalText(`${name}()`, operands[0], node);
  visitOperands(operands, scope, cost);
  for (const operand of operands) cost.readText(scope, originOf(operand, scope));
}

function visitMethod(node: ASTNode, [name, receiver, operands]: [string, ASTNode, ASTNode[]], scope: Scope, cost: FilterCost): void {
  if (!METHODS.includes(name)) throw new ForbiddenExpression(`Filters have no method .${name}(); they have ${METHODS.join(', ')}`, node);
  visitOperands([receiver], scope, cost);
  if (QUANTIFIERS.has(name)) return visitQuantifier(node, [receiver, operands], scope, cost);
  const origin = originOf(receiver, scope);
  if (name === 'contains') {
    cost.readText(scope, origin, Math.max(1 / 16, literalText('.contains()', operands[0], node).length / NEEDLE_LENGTH_PER_UNIT));
  } else if (TEXT_TESTS.has(name)) {
    literalText(`.${name}()`, operands[0], node);
  } else {
    if (name === 'lowerAscii') cost.grow(1);
    cost.readText(scope, origin);
  }
}

function visitQuantifier(node: ASTNode, [range, operands]: [ASTNode, ASTNode[]], scope: Scope, cost: FilterCost): void {
  const [variable, body] = operands;
  if (!body || operands.length > 2 || variable?.op !== 'id') {
    throw new ForbiddenExpression('Write it as list.exists(item, condition), with a name and a condition', node);
  }
  if (scope.variables.length >= MAX_QUANTIFIER_DEPTH) {
    throw new ForbiddenExpression(`At most ${MAX_QUANTIFIER_DEPTH} of exists, all, exists_one and filter may stand inside each other`, node);
  }
  // A range may be an object, whose keys are listed first.
  cost.search(scope);
  const inner = within(scope, variable.args, originOf(range, scope));
  cost.step(inner, 2);
  cost.swallow(inner);
  visit(body, inner, cost);
}

function literalText(what: string, operand: ASTNode | undefined, node: ASTNode): string {
  if (operand?.op === 'value' && typeof operand.args === 'string') return operand.args;
  throw new ForbiddenExpression(`${what} takes a text that is written out, such as "abc"`, operand ?? node);
}
