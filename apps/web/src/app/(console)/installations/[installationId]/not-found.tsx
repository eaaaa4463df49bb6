import { MissingInstallation } from '../../../../features/console/missing-subject';

export default MissingInstallation;
