import { MissingStackRun } from '../../../../../features/console/missing-subject';

export default MissingStackRun;
