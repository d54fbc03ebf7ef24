"""The bytes of an event file with one scalar, as the tensorboard package writes them.

Prints the hexadecimal text that packages/experiments/src/tracking/tracking.test.ts holds.
"""
import io

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

buffer = io.BytesIO()
writer = RecordWriter(buffer)
writer.write(Event(wall_time=1.5, file_version="brain.Event:2").SerializeToString())
value = Summary.Value(tag="loss", simple_value=0.5)
writer.write(Event(wall_time=1.5, step=300, summary=Summary(value=[value])).SerializeToString())
print(buffer.getvalue().hex())
