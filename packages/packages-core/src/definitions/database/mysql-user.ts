import { sqlUser } from '../../dsl/recipes/mysql/user';
import mysql from './mysql';

export default sqlUser({ id: 'mysql_user', within: mysql });
