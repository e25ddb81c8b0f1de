import pytest

from train.model.settings import BASE, SEED, TINY
from train.tpu.flops import compiled_matmul_flops, matmul_flops


def test_a_network_counted_on_paper():
    settings = TINY.replace(
        sequence_length=3, embedding_dim=4, num_heads=1, head_dim=5, intermediate_dim=6,
        num_layers=2, bigram_dim=2, trigram_dim=1, wide_dim=8,
    )  # fmt: skip
    first = 3 * (4 * 4 * 5) + 4 * 5 * 4 + 2 * (4 * 4 * 5) + 2 * (4 * 4 * 6)
    last = 2 * (4 * 4 * 5) + 4 * 5 + 5 * 4 + 2 * (4 * 5) + 2 * (4 * 6)
    embedding, logits = 3 * (2 + 1) * 4, (4 + 8) * 7
    assert matmul_flops(settings, 7, 10) == 10 * 3 * 2 * (embedding + first + last + logits)


@pytest.mark.parametrize("settings", [BASE, SEED], ids=lambda one: one.preset)
def test_twice_the_windows(settings):
    assert matmul_flops(settings, 8, 64) == 2 * matmul_flops(settings, 8, 32)


@pytest.mark.parametrize(
    "name", ["bigram_dim", "trigram_dim", "wide_dim", "num_layers", "intermediate_dim"]
)
def test_less_of_a_network_is_less_to_do(name):
    smaller = BASE.replace(**{name: getattr(BASE, name) - 1})
    assert matmul_flops(smaller, 8, 1) < matmul_flops(BASE, 8, 1)


WINDOW = "window={size=2x4 stride=1x3 lhs_dilate=2x4}"
PROGRAM = f"""
%fused (param_0.1: bf16[8,4], param_1.2: bf16[4,16]) -> bf16[8,16] {{
  %conv.1 = bf16[8,16]{{1,0}} convolution(%param_0.1, %param_1.2), dim_labels=bf_io->bf
}}
ENTRY %main {{
  %k.1 = bf16[128,256,1]{{1,0,2:T(8,128)(2,1)}} fusion(%p), kind=kLoop
  %conv.2 = bf16[2,5,256]{{0,2,1}} convolution(%x, %k.1), window={{size=1}}, dim_labels=b0f_io0->b0f
  %g.3 = bf16[2,5,256]{{0,2,1}} fusion(%p)
  %conv.3 = f32[128,256,1]{{1}} convolution(%x, %g.3), window={{size=5}}, dim_labels=f0b_i0o->bf0
  %q.4 = bf16[2,4,32,5]{{3,2}} fusion(%p)
  %conv.4 = bf16[2,4,5,5]{{3,2}} convolution(%y, %q.4), {WINDOW}, dim_labels=01bf_01io->01bf
  %add = f32[8] add(%a, %b)
}}
"""


def test_a_program_counted_on_paper():
    found = compiled_matmul_flops(PROGRAM)
    dense = 2 * 8 * 16 * 4 + 2 * (2 * 5 * 256) * 128
    batched = 2 * (2 * 4 * 5 * 5) * 32  # 2 x 4 products apart
    weight_gradient = 2 * (128 * 256) * (2 * 5)  # summed over windows and tokens
    assert found == {"bf16": dense + batched, "f32": weight_gradient}


def test_a_program_without_products():
    assert compiled_matmul_flops("%add = f32[8] add(%a, %b)") == {}
