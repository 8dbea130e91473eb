export { expressionText, isMet, licencesIn, type LicenceExpression, readExpression } from './expression.ts';
export { type Declared, declaredLicence, licenceId } from './normalise.ts';
