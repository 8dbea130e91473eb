import { field, type Fields, fieldsOf, isFields, listAt, textAt, textsAt } from '../scans/fields.ts';
import { timeOf, type VexDocument, type VexStatement, type VexSubject, vexStatusOf } from './statement.ts';

export function isCsaf(document: Fields): boolean {
  return isFields(field(document, 'document')) && textAt(document, 'document', 'csaf_version').startsWith('2.');
}

/** CSAF 2.x: a statement for each vulnerability and status; product ids become the purls of the product tree. */
export function readCsaf(document: Fields): VexDocument {
  const products = productsOf(document);
  const published = timeOf(textAt(document, 'document', 'tracking', 'current_release_date'));
  const statements = listAt(document, 'vulnerabilities').flatMap((it) => statementsOf(it, products, published));
  return { format: 'csaf', serialNumber: null, statements };
}

type Products = ReadonlyMap<string, VexSubject>;

const MOST_BRANCHES = 1_000_000;

function productsOf(document: Fields): Products {
  const products = new Map<string, VexSubject>();
  const put = (product: unknown): void => {
    const id = textAt(product, 'product_id');
    const purl = textAt(product, 'product_identification_helper', 'purl');
    if (id !== '') products.set(id, { product: purl || id, subcomponents: [] });
  };
  const tree = field(document, 'product_tree');
  for (const it of listAt(tree, 'full_product_names')) put(it);
  const left = [...listAt(tree, 'branches')];
  for (let seen = 0; left.length > 0 && seen < MOST_BRANCHES; seen += 1) {
    const branch = left.pop();
    put(field(branch, 'product'));
    for (const inner of listAt(branch, 'branches')) left.push(inner);
  }
  for (const relationship of listAt(tree, 'relationships')) putRelated(relationship, products);
  return products;
}

/** `a` as a component of `b`: the statement is about `a` inside `b`. A relationship may build on an earlier one. */
function putRelated(relationship: unknown, products: Map<string, VexSubject>): void {
  const part = textAt(relationship, 'product_reference');
  const whole = textAt(relationship, 'relates_to_product_reference');
  const inner = products.get(part) ?? { product: part, subcomponents: [] };
  products.set(textAt(relationship, 'full_product_name', 'product_id'), {
    product: products.get(whole)?.product ?? whole,
    subcomponents: inner.subcomponents.length > 0 ? inner.subcomponents : [inner.product],
  });
}

function statementsOf(vulnerability: unknown, products: Products, published: number): readonly VexStatement[] {
  const id = textAt(vulnerability, 'cve');
  const others = listAt(vulnerability, 'ids').flatMap((it) => textAt(it, 'text') || []);
  const [name = '', ...aliases] = id === '' ? others : [id, ...others];
  return Object.keys(fieldsOf(field(vulnerability, 'product_status'))).map((stated): VexStatement => {
    const ids = textsAt(vulnerability, 'product_status', stated);
    const concerns = (it: unknown) => {
      const named = textsAt(it, 'product_ids');
      return named.length === 0 || named.some((product) => ids.includes(product));
    };
    const flag = listAt(vulnerability, 'flags').find(concerns);
    const threat = listAt(vulnerability, 'threats').find((it) => textAt(it, 'category') === 'impact' && concerns(it));
    return {
      vulnerability: name,
      aliases,
      status: vexStatusOf(stated),
      stated,
      justification: textAt(flag, 'label') || null,
      because: textAt(threat, 'details'),
      subjects: ids.map((product) => products.get(product) ?? { product, subcomponents: [] }),
      atMs: published,
    };
  });
}
