import { MissingStack } from '../../../../../features/console/missing-subject';

export default MissingStack;
