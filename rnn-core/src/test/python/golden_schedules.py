"""Writes src/test/resources/golden/schedules.json: the learning rates of PyTorch's schedulers.

GoldenSchedulesTest expects these for every step of a run. Run with PyTorch 1.13; others give the
same up to the last digits.
"""
import json

import torch
from torch.optim import lr_scheduler

import golden

EPOCHS = 12
STEPS_PER_EPOCH = 5
RATE = 0.01
# The loss after each epoch, for the schedule that looks at it.
LOSSES = [2.0, 1.9, 1.89999, 1.95, 1.91, 1.8, 1.85, 1.81, 1.9, 1.7999, 1.83, 1.7]


def cosine(optimizer, warmup, minimum):
    """The learning rate rises to its full value, and falls from there to the end of the run."""
    rising = lr_scheduler.LinearLR(
        optimizer, start_factor=1 / (warmup + 1), total_iters=warmup)
    falling = lr_scheduler.CosineAnnealingLR(
        optimizer, T_max=EPOCHS * STEPS_PER_EPOCH - warmup, eta_min=minimum)
    return lr_scheduler.SequentialLR(optimizer, [rising, falling], milestones=[warmup])


def exponential(optimizer, epoch, factor):
    """The learning rate stays as it is up to an epoch and then falls after each."""
    waiting = lr_scheduler.ConstantLR(optimizer, factor=1, total_iters=0)
    falling = lr_scheduler.ExponentialLR(optimizer, gamma=factor)
    return lr_scheduler.SequentialLR(optimizer, [waiting, falling], milestones=[epoch - 1])


# The keys of training.schedule, the scheduler, and whether it counts steps.
CASES = [
    ({"type": "constant"}, lambda o: lr_scheduler.ConstantLR(o, factor=1), False),
    ({"type": "step", "everyEpochs": 3, "factor": 0.3},
     lambda o: lr_scheduler.StepLR(o, step_size=3, gamma=0.3), False),
    ({"type": "exponential", "factor": 0.97},
     lambda o: lr_scheduler.ExponentialLR(o, gamma=0.97), False),
    ({"type": "exponential", "factor": 0.9, "fromEpoch": 5},
     lambda o: exponential(o, 5, 0.9), False),
    ({"type": "cosine"},
     lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=EPOCHS * STEPS_PER_EPOCH), True),
    ({"type": "cosine", "warmupSteps": 7, "minLearningRate": 0.001},
     lambda o: cosine(o, 7, 0.001), True),
    ({"type": "plateau", "factor": 0.5, "patience": 1},
     lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=1), False),
    ({"type": "plateau", "patience": 0, "minLearningRate": 0.002},
     lambda o: lr_scheduler.ReduceLROnPlateau(o, patience=0, min_lr=0.002), False),
]


def rates(make, by_step):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    scheduler = make(optimizer)
    found = []
    for loss in LOSSES:
        for _ in range(STEPS_PER_EPOCH):
            found.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if by_step:
                scheduler.step()
        if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau):
            scheduler.step(loss)
        elif not by_step:
            scheduler.step()
    return found


def main():
    result = {
        "torch": torch.__version__, "learningRate": RATE, "epochs": EPOCHS,
        "stepsPerEpoch": STEPS_PER_EPOCH, "losses": LOSSES,
        "cases": [{"schedule": keys, "rates": rates(make, by_step)}
                  for keys, make, by_step in CASES],
    }
    text = json.dumps(result, separators=(",", ":")).replace('{"schedule"', '\n{"schedule"')
    (golden.TARGET / "schedules.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
