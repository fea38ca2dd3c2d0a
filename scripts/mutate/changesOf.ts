import { type AstNode, isNode } from "./parseSolidity.ts";

/** What is put in the place of some bytes. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
  /** How `to` reads. Default: itself. */
  readonly shown?: string;
}

/** Where a node stands. */
export interface Context {
  readonly parent: AstNode | undefined;
  /** The key under which the parent has the node. */
  readonly key: string;
  readonly contract: string;
  readonly function: string;
}

/** Gives the source between two offsets, in bytes. */
export type Text = (start: number, end: number) => string;

const negated: Record<string, string> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};
const moved: Record<string, string> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const exchanged: Record<string, string> = {
  "&&": "||",
  "||": "&&",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<<": ">>",
  ">>": "<<",
  "|": "&",
  "&": "|",
  "+=": "-=",
  "-=": "+=",
  "++": "--",
  "--": "++",
};

/**
 * What is changed where a node stands, its children aside.
 *
 * @param node The node.
 * @param context Where it stands.
 * @param text The source.
 * @returns The changes.
 */
export function changesOf(node: AstNode, context: Context, text: Text): readonly Change[] {
  switch (node.nodeType) {
    case "BinaryOperation":
      return binary(node, context, text);
    case "UnaryOperation":
      return unary(node, text);
    case "Assignment":
      return withOperator(node, node.leftHandSide, node.rightHandSide, text);
    case "Conditional":
      return [swapped(node, text)];
    case "IfStatement":
      return isCheck(node) ? [leftOut(node, context, text)] : [];
    case "ExpressionStatement":
    case "EmitStatement":
      return [leftOut(node, context, text)];
    case "RevertStatement":
      // A revert that is all that an `if` does is left out with the `if`.
      return isAllOfABranch(context) ? [] : [leftOut(node, context, text)];
    case "Return":
      return flipped(node, text);
    default:
      return [];
  }
}

function binary(node: AstNode, context: Context, text: Text): readonly Change[] {
  const { leftExpression: left, rightExpression: right } = node;
  const operator = String(node.operator);
  const [start, end] = span(node);
  const put = (to: string): Change => ({ start, end, to });
  if (operator === "&&" || operator === "||") {
    return [...withOperator(node, left, right, text), put(textOf(left, text)), put(textOf(right, text))];
  }
  if (!(operator in negated)) return withOperator(node, left, right, text);
  const decided = operator === "==" || operator === "!=" ? ["true", "false"] : [];
  return [
    ...withOperator(node, left, right, text, negated[operator]),
    ...(operator in moved ? withOperator(node, left, right, text, moved[operator]) : []),
    ...decided.filter((value) => !isSameAsLeftOut(value, context)).map(put),
  ];
}

/** What is always true beside `&&`, always false beside `||`, or a check that never applies, is found otherwise. */
function isSameAsLeftOut(value: string, { parent, key }: Context): boolean {
  if (parent?.nodeType === "BinaryOperation") {
    return (parent.operator === "&&" && value === "true") || (parent.operator === "||" && value === "false");
  }
  return parent?.nodeType === "IfStatement" && key === "condition" && isCheck(parent) && value === "false";
}

function withOperator(
  node: AstNode,
  left: unknown,
  right: unknown,
  text: Text,
  to = exchanged[String(node.operator)],
): readonly Change[] {
  if (to === undefined) return [];
  const [start, end] = span(node);
  const between = text(span(left)[1], span(right)[0]).replace(String(node.operator), to);
  return [{ start, end, to: textOf(left, text) + between + textOf(right, text) }];
}

function unary(node: AstNode, text: Text): readonly Change[] {
  const [start, end] = span(node);
  const operator = String(node.operator);
  if (operator === "!") return [{ start, end, to: textOf(node.subExpression, text) }];
  const to = exchanged[operator];
  if (to === undefined || operator === "-") return [];
  return [{ start, end, to: text(start, end).replace(operator, to) }];
}

function swapped(node: AstNode, text: Text): Change {
  const { condition, trueExpression: yes, falseExpression: no } = node;
  const [start, end] = span(node);
  return {
    start,
    end,
    to: `${textOf(condition, text)} ? ${textOf(no, text)} : ${textOf(yes, text)}`,
  };
}

/** A statement in whose place there is none. */
function leftOut(node: AstNode, { parent, key }: Context, text: Text): Change {
  const [start, last] = span(node);
  if (parent?.nodeType === "ForStatement" && key === "loopExpression") {
    return { start, end: last, to: "", shown: "nothing" };
  }
  // Its semicolon is not the statement's in solc's tree, and no statement of Solidity consists of one alone.
  const semicolon = /^\s*;/.exec(text(last, last + 100))?.[0].length ?? 0;
  return { start, end: last + semicolon, to: "{}", shown: "nothing" };
}

/** A `return` with each literal that it gives flipped: by itself a literal says little about where it stands. */
function flipped(node: AstNode, text: Text): readonly Change[] {
  const [start, end] = span(node);
  return literalsOf(node.expression).flatMap((literal) => {
    const [from, until] = span(literal);
    const to = flippedLiteral(text(from, until), literal);
    return to === undefined ? [] : [{ start, end, to: text(start, from) + to + text(until, end) }];
  });
}

function literalsOf(expression: unknown): readonly AstNode[] {
  if (!isNode(expression)) return [];
  if (expression.nodeType === "Literal") return [expression];
  return expression.nodeType === "TupleExpression" ? [expression.components].flat().flatMap(literalsOf) : [];
}

function flippedLiteral(literal: string, { kind }: AstNode): string | undefined {
  if (kind === "bool") return literal === "true" ? "false" : "true";
  if (kind === "number") return literal === "0" ? "1" : "0";
  return undefined;
}

/** An `if` that does nothing but end the function. */
function isCheck(node: AstNode): boolean {
  return !node.falseBody && isEnd(only(node.trueBody));
}

function isEnd(node: AstNode | undefined): boolean {
  return node?.nodeType === "RevertStatement" || node?.nodeType === "Return";
}

function only(node: unknown): AstNode | undefined {
  if (!isNode(node) || node.nodeType !== "Block") return isNode(node) ? node : undefined;
  const statements = node.statements as readonly AstNode[];
  return statements.length === 1 ? statements[0] : undefined;
}

function isAllOfABranch({ parent, key }: Context): boolean {
  if (parent?.nodeType === "IfStatement") return key === "trueBody";
  return parent?.nodeType === "Block" && (parent.statements as readonly AstNode[]).length === 1;
}

function span(node: unknown): readonly [number, number] {
  const [offset = 0, length = 0] = (node as AstNode).src.split(":").map(Number);
  return [offset, offset + length];
}

function textOf(node: unknown, text: Text): string {
  return text(...span(node));
}
