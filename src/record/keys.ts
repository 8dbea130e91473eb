import type { Digest, Inputs } from '../domain/index.ts';
import { canonicalJson, sha256 } from '../formats/index.ts';

/**
 * The key of a result: what was judged, how, and from which inputs. Two runs with one key have one verdict.
 * The prefix keeps keys of other kinds of values apart.
 */
export function resultKey(
  check: { readonly id: string; readonly version: number },
  params: unknown,
  inputs: Inputs,
): Digest {
  return sha256(`tickproof/result/v1\0${canonicalJson({ check: `${check.id}@${check.version}`, params, inputs })}`);
}
