import { MissingServer } from '../../../../features/console/missing-subject';

export default MissingServer;
