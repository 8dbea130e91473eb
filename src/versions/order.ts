/** Who writes a constraint: several tools write the same ecosystem's ranges differently. `native` = the ecosystem's own grammar. */
export type Dialect =
  | 'native'
  | 'npm'
  | 'npm+includePrerelease'
  | 'pep440'
  | 'gem'
  | 'maven-range'
  | 'grype'
  | 'trivy-generic'
  | 'trivy-semver'
  | 'trivy-npm'
  | 'trivy-maven';

/** How an ecosystem orders its versions. */
export interface VersionOrder {
  /** Below zero, zero, above zero. Invalid versions too: in the order that the ecosystem gives them, else before all valid ones; never throws. */
  readonly compare: (a: string, b: string) => number;
  readonly isValid: (version: string) => boolean;
  /** Whether the version is in the range; a constraint that cannot be read holds for nothing. */
  readonly satisfies: (version: string, constraint: string, dialect?: Dialect) => boolean;
}
