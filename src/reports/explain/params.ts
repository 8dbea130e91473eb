import { z } from 'zod';
import type { AnyCheck } from '../../domain/index.ts';

/** One parameter of a check, as its schema says it. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** As it is written in tickproof.yaml; null = it must be given, or is absent. */
  readonly fallback: string | null;
  readonly required: boolean;
  readonly text: string;
}

/** The little of JSON Schema that parameters use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Every parameter of a check, in the order of its schema. */
export function parametersOf(check: AnyCheck): Parameter[] {
  const params = check.params as z.ZodType; // as `defineCheck` declares them
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as Schema; // zod's own type is wider
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, it]) => ({
    name,
    type: typeOf(it),
    fallback: it.default === undefined ? null : inYaml(it.default),
    required: required.has(name),
    text: it.description ?? '',
  }));
}

function typeOf({ type, enum: values, const: only, anyOf, items }: Schema): string {
  if (values) return values.map((it) => inYaml(it)).join(' or ');
  if (only !== undefined) return inYaml(only);
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (type === 'array') return items ? `list of ${typeOf(items)}` : 'list';
  if (type === 'object') return 'map';
  return typeof type === 'string' ? type : (type?.join(' or ') ?? 'anything');
}

const PLAIN = /^[\w<>=./*%][\w<>=./%*+ -]*$/;
const AMBIGUOUS = /^(?:true|false|yes|no|on|off|null|~|[-+.]?\d[\d._eE+-]*|\*.*|[>%=].*|.* )$/i;

/** A value in YAML's flow form. */
export function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, it]) => `${inYaml(key)}: ${inYaml(it)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !AMBIGUOUS.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
