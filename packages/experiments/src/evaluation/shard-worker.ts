import { serveTasks } from '../sweep/serve-tasks.js';
import { measureShard, type ShardTask } from './measure-shard.js';

serveTasks((task, { signal }) => measureShard(task as ShardTask, signal));
