#include "score/colour.hpp"

#include "image/area.hpp"

#include <vips/vips8>

namespace tessera {

Lab to_lab(const double *rgb) {
    std::array<float, 3> light{};
    for (std::size_t band = 0; band < 3; ++band)
        light[band] = static_cast<float>(to_linear(rgb[band] / 255));
    std::array<float, 3> xyz{};
    vips_col_scRGB2XYZ(light[0], light[1], light[2], &xyz[0], &xyz[1], &xyz[2]);
    Lab lab{};
    vips_col_XYZ2Lab(xyz[0], xyz[1], xyz[2], &lab[0], &lab[1], &lab[2]);
    return lab;
}

double delta_e_2000(const Lab &a, const Lab &b) {
    return static_cast<double>(vips_col_dE00(a[0], a[1], a[2], b[0], b[1], b[2]));
}

} // namespace tessera
