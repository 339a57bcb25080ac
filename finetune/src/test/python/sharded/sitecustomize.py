"""Has Accelerate divide a model among processes of the processor (FSDP), which it does on graphics devices alone and else leaves out without a word.

For TrainerParityTest, which puts this folder in PYTHONPATH to try a job with `sharded` on a machine without graphics devices. Python reads it at its start.
"""
import os

if "RANK" in os.environ:
    import accelerate.state as state

    original = state.AcceleratorState.__init__

    def sharded(self, *given, fsdp_plugin=None, **named):
        original(self, *given, fsdp_plugin=fsdp_plugin, **named)
        if fsdp_plugin is not None and self.distributed_type == state.DistributedType.MULTI_CPU:
            self.distributed_type = state.DistributedType.FSDP
            if self._mixed_precision != "no":
                fsdp_plugin.set_mixed_precision(self._mixed_precision)
            self.fsdp_plugin = fsdp_plugin
            state.PartialState._shared_state["distributed_type"] = self.distributed_type

    state.AcceleratorState.__init__ = sharded
