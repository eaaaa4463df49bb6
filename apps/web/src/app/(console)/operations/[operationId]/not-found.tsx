import { MissingOperation } from '../../../../features/console/missing-subject';

export default MissingOperation;
