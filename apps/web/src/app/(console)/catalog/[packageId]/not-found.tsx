import { MissingPackage } from '../../../../features/console/missing-subject';

export default MissingPackage;
